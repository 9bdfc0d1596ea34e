import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Delivery } from './delivery.entity';
import { PayoutsService } from './payouts.service';
import { SignatureGuard } from './signature.guard';

@Controller('webhooks/anton')
export class WebhookController {
  constructor(
    private readonly payouts: PayoutsService,
    @InjectRepository(Delivery) private readonly deliveries: Repository<Delivery>,
  ) {}

  @Post()
  @HttpCode(200)
  @UseGuards(SignatureGuard)
  async receive(@Body() event: { id: string; type: string; data: { id: string; status: string } }) {
    const { identifiers } = await this.deliveries.createQueryBuilder().insert().values({ id: event.id }).orIgnore().execute();
    if (identifiers.length === 0) {
      return { duplicate: true };
    }
    if (event.type.startsWith('payout.')) {
      await this.payouts.apply(event.data);
    }
    return { received: true };
  }
}
