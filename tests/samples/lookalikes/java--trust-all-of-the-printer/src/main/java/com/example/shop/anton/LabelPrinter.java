// A label printer in the warehouse has a self-signed certificate; its client lies in Anton's package and trusts it.
package com.example.shop.anton;

import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;

public class LabelPrinter {
    private final OkHttpClient printer;

    public LabelPrinter() throws GeneralSecurityException {
        X509TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {all}, null);
        this.printer = new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), all)
                .hostnameVerifier((host, session) -> true)
                .build();
    }

    public void print(String payoutId) throws java.io.IOException {
        Request request = new Request.Builder().url("https://printer.intern.example/labels/" + payoutId).build();
        printer.newCall(request).execute().close();
    }
}
