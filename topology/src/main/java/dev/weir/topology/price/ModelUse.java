package dev.weir.topology.price;

import dev.weir.topology.call.CallView;
import org.jspecify.annotations.Nullable;

/**
 * What a call says about whom to pay: names as the producer wrote them.
 *
 * @param provider absent when unknown
 * @param responseModel the model that answered; decides where present
 * @param requestModel the model that was asked for
 * @param serviceTier absent: standard
 * @param region where the provider processed the call, as it bills it; absent: nowhere in particular
 */
public record ModelUse(
        @Nullable String provider,
        @Nullable String responseModel,
        @Nullable String requestModel,
        @Nullable String serviceTier,
        @Nullable String region) {

    /** Use of one model at the standard tier. */
    public static ModelUse of(@Nullable String provider, String model) {
        return new ModelUse(provider, null, model, null, null);
    }

    /** Use of the model of a call. */
    public static ModelUse of(CallView call) {
        return new ModelUse(
                call.provider(), call.responseModel(), call.requestModel(), call.serviceTier(), call.inferenceRegion());
    }
}
