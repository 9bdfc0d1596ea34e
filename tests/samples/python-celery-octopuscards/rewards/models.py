from django.db import models


class Reward(models.Model):
    product_id = models.IntegerField()
    denomination = models.DecimalField(max_digits=10, decimal_places=2)
    quantity = models.IntegerField()
    order_id = models.IntegerField(null=True)
    state = models.CharField(max_length=16)

    def deliver(self, partly=False):
        self.state = "partly" if partly else "done"
        self.save()

    def refund(self):
        self.state = "refunded"
        self.save()

    def wait(self):
        self.state = "waiting"
        self.save()
