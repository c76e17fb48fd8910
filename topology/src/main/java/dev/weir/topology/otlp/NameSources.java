package dev.weir.topology.otlp;

import dev.weir.schemas.TextLimit;
import dev.weir.topology.otlp.dialect.Reading;
import dev.weir.topology.otlp.span.Repair;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ordered list of attributes, the first of which that is given names the route or the tenant of a span. Immutable.
 *
 * <p>A value that holds an id, a UUID or 16 hexadecimal digits in a row, is no name: some agents write the id of a session
 * where a prompt's name belongs, and every session would be a route.
 */
final class NameSources {

    private static final String AT_ROOT = "@root";
    private static final String AT_RESOURCE = "@resource";
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{16}");
    /** What SDKs call a service that was given no name. */
    private static final String UNNAMED_SERVICE = "unknown_service";

    private static final int LONGEST_WITHOUT_ID = 15;

    private enum Place {
        ANYWHERE,
        RESOURCE,
        ROOT
    }

    private record NameSource(String attribute, Place place) {}

    private final List<NameSource> sources;

    NameSources(List<String> names) {
        this.sources = names.stream().map(NameSources::source).toList();
    }

    private static NameSource source(String name) {
        if (name.endsWith(AT_ROOT)) {
            return new NameSource(name.substring(0, name.length() - AT_ROOT.length()), Place.ROOT);
        }
        return name.endsWith(AT_RESOURCE)
                ? new NameSource(name.substring(0, name.length() - AT_RESOURCE.length()), Place.RESOURCE)
                : new NameSource(name, Place.ANYWHERE);
    }

    /** Attributes that are looked for on the root of the trace. */
    List<String> ofRoots() {
        return sources.stream()
                .filter(source -> source.place() == Place.ROOT)
                .map(NameSource::attribute)
                .toList();
    }

    /**
     * The first name that is given; absent when none is.
     *
     * @param root what the root of the trace says, as far as it is asked for
     */
    @Nullable
    String first(Reading span, Map<String, String> root) {
        for (NameSource source : sources) {
            String name = switch (source.place()) {
                case ANYWHERE -> span.anywhere(source.attribute());
                case RESOURCE -> span.span().resource().text(source.attribute());
                case ROOT -> root.get(source.attribute());
            };
            if (name != null && !name.startsWith(UNNAMED_SERVICE)) {
                if (name.length() <= LONGEST_WITHOUT_ID || !ID.matcher(name).find()) {
                    return TextLimit.NAME.of(name);
                }
                span.repairs().note(Repair.NAME_IS_AN_ID);
            }
        }
        return null;
    }
}
