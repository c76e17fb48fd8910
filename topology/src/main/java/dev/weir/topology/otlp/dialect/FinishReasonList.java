package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.span.Attributes;
import org.jspecify.annotations.Nullable;

/** Finish reasons, of which there is one for each choice. */
final class FinishReasonList {

    private FinishReasonList() {}

    /** The reason of the first choice that has one; a single reason stands for itself. */
    static @Nullable String firstOf(@Nullable JsonNode reasons) {
        if (reasons == null || !reasons.isArray()) {
            return Attributes.textOf(reasons);
        }
        for (JsonNode reason : reasons) {
            String text = Attributes.textOf(reason);
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
