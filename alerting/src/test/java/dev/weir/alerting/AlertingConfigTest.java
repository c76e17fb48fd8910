package dev.weir.alerting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.alerting.notify.NotifyConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertingConfigTest {

    @Test
    void defaults_haveNoProblems() {
        assertEquals(List.of(), AlertingConfig.DEFAULT.problems());
    }

    @Test
    void everyBadValue_isNamed() {
        NotifyConfig delivery = new NotifyConfig(
                true,
                List.of("http://ok.example/hook", "file:///etc/passwd"),
                "nowhere",
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                " ");
        assertEquals(
                List.of(
                        "external_url = ftp://x: expected an http or https URL",
                        "delivery.webhook_urls = file:///etc/passwd: expected an http or https URL",
                        "delivery.alertmanager_url = nowhere: expected an http or https URL",
                        "delivery.resend_interval = PT0S: expected more than 0",
                        "delivery.request_timeout = PT-1S: expected more than 0",
                        "delivery.receiver =  : expected a name"),
                new AlertingConfig("ftp://x", delivery).problems());
    }
}
