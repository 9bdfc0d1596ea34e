package com.example.shop.anton;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where Anton is and who we are to it, from the environment. */
@ConfigurationProperties("anton")
public record AntonProperties(String baseUrl, String apiKey, String webhookSecret) {}
