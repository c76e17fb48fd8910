package dev.weir.topology.price;

/** What calls cost. Thread-safe. */
public interface Prices {

    /**
     * Cost of a call.
     *
     * @param eventTimeMicros end of the call, microseconds since the epoch
     */
    Price price(ModelUse use, TokenParts.Parts parts, long eventTimeMicros);
}
