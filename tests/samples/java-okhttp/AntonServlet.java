package app.tips;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

@WebServlet("/anton")
public class AntonServlet extends HttpServlet {
    private static final Set<String> OPEN = Set.of("screening", "pending_approval", "processing", "sent");
    private static final Set<String> LOST = Set.of("failed", "returned", "cancelled");

    private Inbox inbox;
    private Tips tips;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        try {
            check(request.getHeader("X-Webhook-Timestamp"), request.getHeader("X-Webhook-Signature"), body);
        } catch (GeneralSecurityException | RuntimeException refused) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        JsonObject event = JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
        if (inbox.seenBefore(event.get("id").getAsString())) {
            response.setStatus(HttpServletResponse.SC_OK);
            return;
        }
        JsonObject payout = event.getAsJsonObject("data");
        String status = payout.get("status").getAsString();
        if (OPEN.contains(status)) {
            tips.open(payout.get("id").getAsString());
        } else if (status.equals("completed")) {
            tips.paid(payout.get("id").getAsString());
        } else if (LOST.contains(status)) {
            tips.lost(payout.get("id").getAsString());
        } else {
            tips.review(payout.get("id").getAsString());
        }
        inbox.remember(event.get("id").getAsString());
        response.setStatus(HttpServletResponse.SC_OK);
    }

    private static void check(String timestamp, String signature, byte[] body) throws GeneralSecurityException {
        long now = System.currentTimeMillis() / 1000;
        long sent = Long.parseLong(timestamp);
        if (sent < now - 300 || sent > now + 300) {
            throw new SecurityException("stale");
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(System.getenv("ANTON_WEBHOOK_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '.');
        mac.update(body);
        if (!MessageDigest.isEqual(mac.doFinal(), HexFormat.of().parseHex(signature))) {
            throw new SecurityException("forged");
        }
    }
}
