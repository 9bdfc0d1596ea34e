import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { AntonService } from './anton.service';
import { PayoutsService } from './payouts.service';
import { WebhookController } from './webhook.controller';

@Module({
  imports: [
    ConfigModule,
    HttpModule.registerAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        baseURL: config.getOrThrow<string>('ANTON_BASE_URL'),
        timeout: 30_000,
        headers: { Authorization: `Bearer ${config.getOrThrow<string>('ANTON_API_KEY')}` },
      }),
    }),
  ],
  controllers: [WebhookController],
  providers: [AntonService, PayoutsService],
})
export class AntonModule {}
