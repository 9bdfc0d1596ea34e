import { CanActivate, ExecutionContext, Injectable, RawBodyRequest } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Request } from 'express';

@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(private readonly config: ConfigService) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<RawBodyRequest<Request>>();
    const header = request.header('anton-signature') ?? '';
    const parts = new Map(header.split(',').map((part) => part.trim().split('=', 2) as [string, string]));
    const timestamp = Number(parts.get('t'));
    if (!Number.isInteger(timestamp) || Math.abs(Date.now() / 1000 - timestamp) > 300) {
      return false;
    }
    const secret = this.config.getOrThrow<string>('ANTON_WEBHOOK_SECRET');
    const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(request.rawBody!).digest();
    const given = Buffer.from(parts.get('v1') ?? '', 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
