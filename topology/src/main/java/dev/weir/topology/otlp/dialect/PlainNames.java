package dev.weir.topology.otlp.dialect;

/** Names without a prefix, which some instrumentations use beside those of a dialect; the last resort, and no mark of any. */
final class PlainNames {

    static final Dialect DIALECT = Dialect.named("plain")
            .text(Field.REQUEST_MODEL, "model")
            .content(Field.INPUT, "input")
            .content(Field.OUTPUT, "output")
            .build();

    private PlainNames() {}
}
