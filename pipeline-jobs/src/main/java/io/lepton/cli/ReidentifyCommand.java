package io.lepton.cli;

import io.lepton.error.LeptonException;
import io.lepton.jobs.Reidentification;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton reidentify}: what tokens stand for, for who holds the keyset. Starts Spark for tables only. */
@Command(
        name = "reidentify",
        mixinStandardHelpOptions = true,
        description = "Find the originals of tokens, or of a table's column, with the keyset that made them.")
final class ReidentifyCommand implements Runnable {
    @Mixin
    private KeysetOptions keyset;

    @Parameters(paramLabel = "TOKEN", arity = "0..*", description = "Tokens; their originals are printed, a line each.")
    private List<String> tokens = List.of();

    @Option(names = "--domain", defaultValue = "default", description = "Domain of the tokens (default: default).")
    private String domain;

    @Option(
            names = "--as",
            paramLabel = "KIND",
            defaultValue = "deterministic",
            description = "deterministic (default) or format-preserving, as in the pipeline file.")
    private String as;

    @Option(
            names = "--key",
            paramLabel = "ID",
            description =
                    "Key that made format-preserving tokens, which do not tell (default: the one that makes new tokens).")
    private Optional<Long> keyId;

    @Option(names = "--table", description = "Table of the lake, for example trusted/people.")
    private Optional<String> table;

    @Option(names = "--column", description = "Column of the table that holds the tokens.")
    private Optional<String> column;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "Where the table with the originals is written, as a new Delta table.")
    private Optional<String> output;

    @Option(names = "--why", description = "The reason, kept in audits/reidentification.")
    private Optional<String> why;

    @Option(
            names = "--lake",
            defaultValue = "${env:LEPTON_LAKE:-lake}",
            description = "Root of the lake (default: $LEPTON_LAKE or 'lake').")
    private String lake;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        boolean whole = table.isPresent();
        boolean rest = column.isPresent() && output.isPresent() && why.isPresent();
        if (whole == !tokens.isEmpty() || whole && !rest) {
            throw LeptonException.configuration(
                    "Cannot re-identify: give either tokens, or --table with --column, --output and --why.");
        }
        PrintWriter out = spec.commandLine().getOut();
        TokenLookup lookup = new TokenLookup(keyset.keyset(), as, domain, keyId);
        if (whole) {
            lookup.table(
                    lake,
                    new Reidentification.Request(
                            table.orElseThrow(), column.orElseThrow(), output.orElseThrow(), why.orElseThrow()),
                    out);
        } else {
            lookup.originals(tokens).forEach(out::println);
        }
        out.flush();
    }
}
