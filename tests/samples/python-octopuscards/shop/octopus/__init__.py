from shop.octopus.orders import buy_voucher, top_up

__all__ = ["buy_voucher", "top_up"]
