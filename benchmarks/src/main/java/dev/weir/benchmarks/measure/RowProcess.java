package dev.weir.benchmarks.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A row in a process of its own: its description goes in as one argument, its result comes out as one line. */
public final class RowProcess {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RESULT = "result ";
    private static final long START_AND_STOP_SECONDS = 120;

    private RowProcess() {}

    /** A row that came to no result; says why. */
    public static final class RowFailedException extends Exception {
        private static final long serialVersionUID = 1;

        RowFailedException(String message) {
            super(message);
        }
    }

    /**
     * Runs a row and waits for it.
     *
     * @param main class whose {@code main} calls {@link #answer}
     * @throws RowFailedException if it ends without a result, or has not ended two minutes after its time
     */
    public static RowResult run(RowSpec spec, String main, String classPath, List<String> jvm)
            throws IOException, RowFailedException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath, main, JSON.writeValueAsString(spec)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> resultLine(process));
        try {
            String line = answer.get(spec.seconds() + START_AND_STOP_SECONDS, TimeUnit.SECONDS);
            if (line.isEmpty()) {
                throw new RowFailedException("ended without a result, see above");
            }
            return JSON.readValue(line, RowResult.class);
        } catch (TimeoutException e) {
            throw new RowFailedException("not done within " + spec.seconds() + " s");
        } catch (ExecutionException e) {
            throw new IOException("the row's output cannot be read", e.getCause());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String resultLine(Process process) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return out.lines()
                    .filter(line -> line.startsWith(RESULT))
                    .findFirst()
                    .map(line -> line.substring(RESULT.length()))
                    .orElse("");
        } catch (IOException e) {
            throw new CompletionException(new UncheckedIOException(e));
        }
    }

    /** The description that a row's {@code main} was given. */
    public static RowSpec spec(String[] arguments) throws JsonProcessingException {
        return JSON.readValue(arguments[0], RowSpec.class);
    }

    /** Hands the result to the parent. */
    public static void answer(RowResult result) throws JsonProcessingException {
        System.out.println(RESULT + JSON.writeValueAsString(result));
        System.out.flush();
    }
}
