from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Purchase(Base):
    __tablename__ = "purchases"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int]
    denomination: Mapped[int]
    quantity: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="new")

    def wait(self):
        self.state = "waiting"

    def fulfil(self, partly=False):
        self.state = "partly fulfilled" if partly else "fulfilled"

    def refund(self):
        self.state = "refund due"

    def hold(self):
        self.state = "on hold"
