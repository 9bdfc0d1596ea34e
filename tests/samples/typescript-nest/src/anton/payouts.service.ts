import { Injectable, Logger, UnprocessableEntityException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import Decimal from 'decimal.js';
import { Repository } from 'typeorm';
import { Creator } from '../creators/creator.entity';
import { AntonService } from './anton.service';
import { Payout } from './anton.types';
import { Royalty } from './royalty.entity';

@Injectable()
export class PayoutsService {
  private readonly logger = new Logger(PayoutsService.name);

  constructor(
    private readonly anton: AntonService,
    @InjectRepository(Creator) private readonly creators: Repository<Creator>,
    @InjectRepository(Royalty) private readonly royalties: Repository<Royalty>,
  ) {}

  async payRoyalty(royalty: Royalty): Promise<void> {
    const creator = await this.creators.findOneByOrFail({ id: royalty.creatorId });
    await this.ensurePayee(creator);
    const available = new Decimal(await this.anton.getAvailable(royalty.currency));
    if (available.lessThan(royalty.amount)) {
      throw new UnprocessableEntityException('balance too low');
    }
    const payout = await this.anton.createPayout(
      {
        payee_id: creator.payeeId,
        instrument_id: creator.instrumentId,
        amount: new Decimal(royalty.amount).toFixed(2),
        currency: royalty.currency,
      },
      `royalty-${royalty.id}`,
    );
    await this.royalties.update(royalty.id, { payoutId: payout.id, state: 'pending' });
  }

  private async ensurePayee(creator: Creator): Promise<void> {
    if (!creator.payeeId) {
      creator.payeeId = await this.anton.createPayee({ name: creator.name, country: creator.country }, `creator-${creator.id}`);
    }
    if (!creator.instrumentId) {
      const bank = { type: 'bank_account', iban: creator.iban };
      creator.instrumentId = await this.anton.createInstrument(creator.payeeId, bank, `creator-${creator.id}-bank`);
    }
    await this.creators.save(creator);
  }

  async apply(payout: Payout): Promise<void> {
    switch (payout.status) {
      case 'screening':
      case 'pending_approval':
      case 'processing':
      case 'sent':
        return this.mark(payout.id, 'pending');
      case 'completed':
        return this.mark(payout.id, 'paid');
      case 'failed':
      case 'returned':
      case 'cancelled':
        return this.mark(payout.id, 'due');
      default:
        this.logger.warn(`payout ${payout.id}: status ${payout.status} is not known`);
    }
  }

  private async mark(payoutId: string, state: string): Promise<void> {
    await this.royalties.update({ payoutId }, { state });
  }
}
