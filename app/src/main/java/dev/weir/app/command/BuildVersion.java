package dev.weir.app.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; {@code development} outside a jar. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"weir " + text()};
    }

    static String text() {
        return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
