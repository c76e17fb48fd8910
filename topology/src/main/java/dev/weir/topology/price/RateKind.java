package dev.weir.topology.price;

/** A kind of token that has a price of its own. */
enum RateKind {
    INPUT("input"),
    OUTPUT("output"),
    CACHE_READ("cache_read"),
    CACHE_WRITE("cache_write"),
    CACHE_WRITE_1H("cache_write_1h"),
    REASONING("reasoning"),
    AUDIO_INPUT("audio_input"),
    AUDIO_OUTPUT("audio_output");

    private final String key;

    RateKind(String key) {
        this.key = key;
    }

    /** Name in a price file. */
    String key() {
        return key;
    }
}
