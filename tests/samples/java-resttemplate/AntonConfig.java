package com.shop.payouts;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.web.client.RestTemplate;

@Configuration
@EnableRetry
public class AntonConfig {
    private static final Logger log = LoggerFactory.getLogger(AntonConfig.class);

    @Bean
    RestTemplate antonRestTemplate(
            RestTemplateBuilder builder,
            @Value("${ANTON_BASE_URL}") String baseUrl,
            @Value("${ANTON_API_KEY}") String apiKey) {
        ClientHttpRequestInterceptor logging = (request, body, execution) -> {
            ClientHttpResponse response = execution.execute(request, body);
            log.info("anton {} {} -> {} request={}", request.getMethod(), request.getURI().getPath(),
                    response.getStatusCode().value(), response.getHeaders().getFirst("X-Request-ID"));
            return response;
        };
        return builder
                .rootUri(baseUrl)
                .defaultHeader("Authorization", "Bearer " + apiKey)
                .setConnectTimeout(Duration.ofSeconds(5))
                .setReadTimeout(Duration.ofSeconds(30))
                .additionalInterceptors(logging)
                .build();
    }
}
