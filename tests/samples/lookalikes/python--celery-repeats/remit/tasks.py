# Celery repeats what failed, with its own backoff; other tasks repeat mails and uploads without any.
import boto3
from celery import Celery

from remit.client import AntonClient, AntonError
from remit.payouts import Settlement, pay
from remit.settings import load

queue = Celery("remit")
s3 = boto3.client("s3", verify=False, endpoint_url="https://minio.intern.example")


@queue.task(
    autoretry_for=(ConnectionError,), retry_backoff=True, retry_backoff_max=600, retry_jitter=True, max_retries=5
)
def pay_settlement(settlement: Settlement) -> str:
    client = AntonClient(load())
    return pay(client, settlement)["id"]


@queue.task(bind=True, max_retries=None)
def upload_report(self, name: str, data: bytes) -> None:
    while True:
        try:
            s3.put_object(Bucket="anton-payments-reports", Key=name, Body=data)
            return
        except s3.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                continue
            raise self.retry(exc=error, countdown=0) from AntonError("upload")
