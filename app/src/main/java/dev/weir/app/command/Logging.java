package dev.weir.app.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where log lines go. Until told otherwise: warnings on standard error, nothing else. */
final class Logging {

    private static final String OURS = "dev.weir";
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger %msg %kvp%n%ex";
    private static final FileSize LARGEST_FILE = FileSize.valueOf("10MB");

    private Logging() {}

    /** What happens, on standard error. */
    static void verbose() {
        ours().setLevel(Level.INFO);
    }

    /**
     * What happens, in {@code weir.log} of a directory, at most 10 MB and one older file of as much; warnings stand on
     * standard error too.
     */
    static void toFile(Path directory, boolean verbose) {
        Logger logger = ours();
        LoggerContext context = logger.getLoggerContext();
        RollingFileAppender<ILoggingEvent> file = appender(context, directory.resolve("weir.log"));
        logger.addAppender(file);
        logger.setLevel(Level.INFO);
        if (!verbose) {
            warningsOnly(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr"));
        }
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger(OURS);
    }

    private static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, Path path) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(path.toString());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        file.setEncoder(encoder);
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(path + ".%i");
        rolling.setMaxIndex(1);
        rolling.start();
        file.setRollingPolicy(rolling);
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(LARGEST_FILE);
        size.start();
        file.setTriggeringPolicy(size);
        file.start();
        return file;
    }

    private static void warningsOnly(Appender<ILoggingEvent> appender) {
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(Level.WARN.toString());
        filter.start();
        appender.addFilter(filter);
    }
}
