package dev.weir.app.run;

import dev.weir.app.run.StartWatch.Wait;
import dev.weir.schemas.Defect;
import dev.weir.schemas.refusal.PoisonRecords;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.supervision.PartHealth;
import dev.weir.schemas.supervision.SupervisedLoop;
import dev.weir.topology.commit.DamagedStores;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One running Kafka Streams application and the one place that decides about its failures: a failed thread is replaced,
 * because most failures are of the cluster and pass; one that a record is to blame for is dealt with ({@link PoisonRecords}); too
 * many others within a while are a defect, so the application stops and
 * health turns red. A schema registry out of reach is no defect however long it lasts: the task starts again from its
 * committed offset after each round of patience, and nothing is lost.
 */
public final class StreamsRun implements AutoCloseable {

    static final int MOST_FAILURES = 20;
    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(StreamsRun.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final Clock clock;
    private final PoisonRecords poisons;
    private final Path directory;
    private final Deque<Long> failures = new ArrayDeque<>();
    private String lastFailure = "";
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final StartWatch watch;
    private final DamagedStores damaged;

    public StreamsRun(Topology topology, Properties settings, KafkaClientSupplier clients, Clock clock) {
        this(topology, settings, clients, clock, StartWatch.STANDSTILL);
    }

    /** @param patience with a start that makes no progress */
    StreamsRun(Topology topology, Properties settings, KafkaClientSupplier clients, Clock clock, Duration patience) {
        this.clock = clock;
        this.poisons =
                settings.get(PoisonRecords.SETTING) instanceof PoisonRecords given ? given : PoisonHandler.newRecords();
        this.directory = Path.of(
                settings.getProperty(StreamsConfig.STATE_DIR_CONFIG),
                settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG));
        this.streams = new KafkaStreams(topology, settings, clients);
        StreamsConfig config = new StreamsConfig(settings);
        this.watch = new StartWatch(
                streams,
                topology,
                config.getString(StreamsConfig.APPLICATION_ID_CONFIG),
                GroupProtocol.of(config.getString(StreamsConfig.GROUP_PROTOCOL_CONFIG)),
                clients.getAdmin(config.getAdminConfigs("weir-start-watch")),
                patience,
                clock);
        this.damaged = DamagedStores.of(config.originals());
        streams.setUncaughtExceptionHandler(this::decide);
        streams.setStateListener((now, before) -> {
            if (now == State.RUNNING) {
                running.complete(null);
            } else if (now == State.ERROR || now == State.NOT_RUNNING) {
                running.completeExceptionally(new IllegalStateException("the streams application is " + now));
            }
        });
    }

    synchronized StreamThreadExceptionResponse decide(Throwable failure) {
        if (isRegistryOutage(failure)) {
            LOG.atWarn().setCause(failure).log("schema registry is out of reach, trying again");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        if (poisons.tookNoteOf(failure)) {
            tell("stream thread failed at a record, which is refused the third time", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        long now = clock.millis();
        lastFailure = words(failure);
        failures.addLast(now);
        failures.removeIf(then -> then < now - WITHIN.toMillis());
        boolean hopeless = failures.size() > MOST_FAILURES || failure instanceof Error;
        tell(hopeless ? "stream thread failed, giving up" : "stream thread failed, replacing it", failure);
        return hopeless ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** The stack of a defect is logged once, however often it shows. */
    private void tell(String what, Throwable failure) {
        LoggingEventBuilder event = LOG.atError()
                .addKeyValue("failures", failures.size())
                .addKeyValue("error", Defect.root(failure).getClass().getSimpleName());
        if (poisons.isNew(failure)) {
            event = event.setCause(failure);
        }
        event.log(what);
    }

    /** The innermost cause by its class, and in its own words where it is Kafka's, who quotes no record. */
    private static String words(Throwable failure) {
        Throwable cause = Defect.root(failure);
        String name = cause.getClass().getSimpleName();
        return cause.getClass().getName().startsWith("org.apache.kafka.") ? name + ": " + cause.getMessage() : name;
    }

    private static boolean isRegistryOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException) {
                return true;
            }
        }
        return false;
    }

    /** Starts, without those local stores that cannot be opened; {@link #running} tells when it has. */
    public void start() {
        LocalState.deleteDamaged(directory);
        watch.start();
        streams.start();
    }

    /** Completes when every task is running for the first time. */
    public CompletableFuture<Void> running() {
        return running;
    }

    public KafkaStreams streams() {
        return streams;
    }

    /** Records that ended their task. */
    PoisonRecords poisons() {
        return poisons;
    }

    /** Counts its dead letters of records that ended their task. */
    void bindTo(MeterRegistry meters, String application) {
        FunctionCounter.builder("weir.poison.records", poisons, PoisonRecords::refused)
                .description("records that ended their task twice and became dead letters")
                .tag("application", application)
                .register(meters);
    }

    /** What looks at the start. */
    SupervisedLoop watching() {
        return watch.loop();
    }

    /** What is known of damage to the stores. */
    public DamagedStores damaged() {
        return damaged;
    }

    /**
     * Down when it has given up, or stands still for a reason that goes with the process; degraded, with what is waited for,
     * while it cannot be asked, and while threads fail and are replaced.
     */
    public synchronized PartHealth health() {
        Optional<Wait> wait = watch.current();
        String said = wait.map(now -> ", waiting: " + now.what()).orElse("") + failed();
        if (!isHealthy() || wait.filter(Wait::restartHelps).isPresent()) {
            return PartHealth.down("streams application is " + streams.state() + said);
        }
        return isReady()
                ? PartHealth.degraded(failed().replaceFirst("^, ", ""))
                : PartHealth.degraded("streams application is " + streams.state() + said);
    }

    private String failed() {
        long since = clock.millis() - WITHIN.toMillis();
        long recent = failures.stream().filter(then -> then >= since).count();
        return recent == 0
                ? ""
                : ", " + recent + " failed threads replaced within " + WITHIN.toMinutes() + " min, the last one by "
                        + lastFailure;
    }

    /** Whether tasks are running or about to. */
    public boolean isHealthy() {
        State state = streams.state();
        return state == State.RUNNING || state == State.REBALANCING || state == State.CREATED;
    }

    /** Whether tasks are running and stores can be asked. */
    public boolean isReady() {
        return streams.state() == State.RUNNING;
    }

    @Override
    public void close() {
        watch.close();
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT));
    }
}
