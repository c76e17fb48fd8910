package dev.weir.app.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The log lines of the HTTP server and of what it stands on, at the levels that the product sets, until it is closed. */
public final class LogLines implements AutoCloseable {

    private static final List<String> NAMES = List.of("dev.weir", "org.eclipse.jetty", "io.javalin");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Map<String, @Nullable Level> before = new HashMap<>();

    public LogLines() throws Exception {
        lines.start();
        try (InputStream file = Objects.requireNonNull(Logger.class.getResourceAsStream("/logback.xml"))) {
            NodeList loggers = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file)
                    .getElementsByTagName("logger");
            for (int i = 0; i < loggers.getLength(); i++) {
                Element one = (Element) loggers.item(i);
                if (NAMES.stream().anyMatch(one.getAttribute("name")::startsWith)) {
                    set(one.getAttribute("name"), Level.toLevel(one.getAttribute("level")));
                }
            }
        }
        NAMES.forEach(name -> logger(name).addAppender(lines));
    }

    private void set(String name, Level level) {
        before.put(name, logger(name).getLevel());
        logger(name).setLevel(level);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    public List<String> all() {
        return List.copyOf(lines.list).stream()
                .map(line -> line.getLoggerName() + ": " + line.getFormattedMessage()
                        + (line.getThrowableProxy() == null
                                ? ""
                                : " " + line.getThrowableProxy().getClassName() + " "
                                        + line.getThrowableProxy().getMessage()))
                .toList();
    }

    @Override
    public void close() {
        NAMES.forEach(name -> logger(name).detachAppender(lines));
        before.forEach((name, level) -> logger(name).setLevel(level));
    }
}
