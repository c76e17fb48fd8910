package dev.weir.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code weir} itself: only its commands do something. */
@Command(
        name = "weir",
        description = "Streaming production monitoring for LLM applications, on Kafka.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        scope = ScopeType.INHERIT)
final class WeirCommand {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "stack traces with errors")
    boolean debug;
}
