package dev.weir.topology.otlp.dialect;

/** Texts that some exporters write as JSON, quotes and all. */
final class Quoted {

    private Quoted() {}

    /** The text without quotes around it. */
    static String plain(String text) {
        int last = text.length() - 1;
        return last > 0 && text.charAt(0) == '"' && text.charAt(last) == '"' ? text.substring(1, last) : text;
    }
}
