package io.lepton.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where Lepton stands, which the launcher tells; the demo's data and pipelines are below it. */
final class HomeOption {
    @Option(names = "--home", hidden = true, defaultValue = "${env:LEPTON_HOME:-.}")
    private Path home;

    Path folder() {
        return home;
    }

    /** UCI Adult, as the demo uses it. */
    Path census() {
        return home.resolve("deploy/data/adult/adult.csv.gz");
    }
}
