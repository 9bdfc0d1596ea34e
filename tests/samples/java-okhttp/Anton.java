package app.tips;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.logging.Logger;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Tips of guests, paid out weekly. */
public final class Anton {
    private static final Logger LOG = Logger.getLogger("anton");
    private static final MediaType JSON = MediaType.get("application/json");

    private final HttpUrl base = HttpUrl.get(System.getenv("ANTON_BASE_URL"));
    private final Gson gson = new Gson();
    private final OkHttpClient http = new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(Duration.ofSeconds(30))
            .callTimeout(Duration.ofMinutes(3))
            .addInterceptor(new Repeating())
            .addNetworkInterceptor(Anton::logged)
            .build();

    static final class Repeating implements Interceptor {
        private final Random random = new Random();

        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            for (int attempt = 0; ; attempt++) {
                Response response = null;
                IOException failure = null;
                try {
                    response = chain.proceed(request);
                    if (response.code() != 429 && response.code() < 500) {
                        return response;
                    }
                } catch (IOException e) {
                    failure = e;
                }
                if (attempt >= 4) {
                    if (failure != null) {
                        throw failure;
                    }
                    return response;
                }
                long pause = (long) (random.nextDouble() * Math.min(20_000, 500 * Math.pow(2, attempt)));
                if (response != null) {
                    String after = response.header("Retry-After");
                    if (after != null) {
                        pause = Long.parseLong(after) * 1000;
                    }
                    response.close();
                }
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
    }

    private static Response logged(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        LOG.info(() -> chain.request().method() + " " + chain.request().url().encodedPath() + " "
                + response.code() + " " + response.header("X-Request-ID"));
        return response;
    }

    private Request.Builder request(String path) {
        return new Request.Builder()
                .url(base.newBuilder().addPathSegments(path).build())
                .header("Authorization", "Bearer " + System.getenv("ANTON_API_KEY"));
    }

    private JsonObject send(Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException("anton answered " + response.code());
            }
            return gson.fromJson(response.body().charStream(), JsonObject.class);
        }
    }

    private JsonObject create(String path, String key, Map<String, String> fields) throws IOException {
        return send(request(path)
                .header("Idempotency-Key", key)
                .post(RequestBody.create(gson.toJson(fields), JSON))
                .build());
    }

    public String payTips(Waiter waiter, int week, BigDecimal tips) throws IOException {
        String payee = create("v1/payees", "waiter/" + waiter.id, Map.of("type", "individual", "display_name", waiter.name))
                .get("id").getAsString();
        String instrument = create("v1/payees/" + payee + "/instruments", "iban/" + waiter.id,
                        Map.of("method", "iban", "iban", waiter.iban, "currency", "EUR"))
                .get("id").getAsString();
        JsonObject balance = send(request("v1/balances/EUR").get().build());
        if (balance.get("available").getAsBigDecimal().compareTo(tips) < 0) {
            throw new IllegalStateException("tips of week " + week + " wait for funds");
        }
        JsonObject payout = create("v1/payouts", "tips/" + waiter.id + "/" + week, Map.of(
                "payee_id", payee,
                "instrument_id", instrument,
                "source_amount", tips.setScale(2, RoundingMode.UNNECESSARY).toString(),
                "source_currency", "EUR"));
        return payout.get("id").getAsString();
    }

    public static final class Waiter {
        String id;
        String name;
        String iban;
    }
}
