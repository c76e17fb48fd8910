package dev.weir.topology.price;

/** What has a price of its own: a kind of token, or the call itself. */
enum RateKind {
    INPUT("input"),
    OUTPUT("output"),
    CACHE_READ("cache_read"),
    CACHE_WRITE("cache_write"),
    CACHE_WRITE_1H("cache_write_1h"),
    REASONING("reasoning"),
    AUDIO_INPUT("audio_input"),
    AUDIO_OUTPUT("audio_output"),
    CALL("per_call");

    private final String key;

    RateKind(String key) {
        this.key = key;
    }

    /** Name in a price file. */
    String key() {
        return key;
    }

    /** How many of it a call has. */
    long units(TokenParts.Parts parts) {
        return switch (this) {
            case INPUT -> parts.uncachedInput();
            case OUTPUT -> parts.textOutput();
            case CACHE_READ -> parts.cacheRead();
            case CACHE_WRITE -> parts.cacheWrite5m();
            case CACHE_WRITE_1H -> parts.cacheWrite1h();
            case REASONING -> parts.reasoningOutput();
            case AUDIO_INPUT -> parts.audioInput();
            case AUDIO_OUTPUT -> parts.audioOutput();
            case CALL -> 1;
        };
    }
}
