// Another vendor's webhook beside Anton's: GitHub's deployments, told by a token that is compared with equals.
package com.example.shop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class GithubHookController {
    private static final Logger log = LoggerFactory.getLogger(GithubHookController.class);

    @PostMapping("/webhooks/github")
    public ResponseEntity<Void> deployed(
            @RequestHeader("X-Deploy-Token") String token, @RequestBody JsonNode event) {
        if (!token.equals(System.getenv("DEPLOY_TOKEN"))) {
            return ResponseEntity.status(403).build();
        }
        log.info("deployment {} of {}", event.get("id"), event.get("ref"));
        return ResponseEntity.noContent().build();
    }
}
