package dev.weir.app.proof.oracle;

import org.jspecify.annotations.Nullable;

/**
 * One call as it was made, before it became an event.
 *
 * @param environment empty: none
 * @param provider empty: none
 * @param version empty: none
 * @param endMicros end of the call, microseconds since the epoch
 * @param ttftMicros time to first token, at most the duration
 * @param inputTokens all of them, cached ones included; absent: unmeasured, and then the output is too
 * @param outputTokens all of them, reasoning included
 */
public record Call(
        String id,
        String tenant,
        String environment,
        String route,
        String provider,
        String model,
        String version,
        long endMicros,
        @Nullable Long durationMicros,
        @Nullable Long ttftMicros,
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        long cachedTokens,
        long reasoningTokens,
        Ending ending) {

    /** How a call ended, and therefore what it counts as. */
    public enum Ending {
        ANSWERED,
        CUT_OFF,
        HTTP_ERROR,
        ERROR_STATUS,
        NOTHING_SAID,
        FILTERED,
        DECLINED;

        boolean isHardError() {
            return this == HTTP_ERROR || this == ERROR_STATUS;
        }

        boolean isSoftError() {
            return this == NOTHING_SAID;
        }

        boolean isRefusal() {
            return this == FILTERED || this == DECLINED;
        }
    }

    /** The same call of another tenant. */
    public Call ofTenant(String other) {
        return of(other, route, model, endMicros);
    }

    /** The same call of another series; environment, provider and version stay. */
    public Call ofSeries(String otherTenant, String otherRoute, String otherModel) {
        return of(otherTenant, otherRoute, otherModel, endMicros);
    }

    /** The same call at another time. */
    public Call endingAt(long otherEndMicros) {
        return of(tenant, route, model, otherEndMicros);
    }

    private Call of(String otherTenant, String otherRoute, String otherModel, long otherEndMicros) {
        return new Call(
                id,
                otherTenant,
                environment,
                otherRoute,
                provider,
                otherModel,
                version,
                otherEndMicros,
                durationMicros,
                ttftMicros,
                inputTokens,
                outputTokens,
                cachedTokens,
                reasoningTokens,
                ending);
    }
}
