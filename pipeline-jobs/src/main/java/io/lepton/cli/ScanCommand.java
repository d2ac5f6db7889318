package io.lepton.cli;

import io.lepton.privacy.scan.ColumnProfile;
import io.lepton.privacy.scan.Role;
import io.lepton.privacy.scan.Uniqueness;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lepton scan DATA}: what in a data file is personal, and which columns single people out together. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        description = "Look for personal data in a file, and for columns that single people out together.")
final class ScanCommand implements Runnable {
    private static final int SHOWN = 3;

    @Mixin
    private DataOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (OpenedData data = OpenedData.of(options.file())) {
            DataScan scan = DataScan.of(data.rows());
            PrintWriter out = spec.commandLine().getOut();
            printColumns(out, scan);
            printSets(out, scan);
            out.flush();
        }
    }

    private void printColumns(PrintWriter out, DataScan scan) {
        int width = scan.columns().stream()
                .mapToInt(column -> column.column().length())
                .max()
                .orElse(0);
        out.println(String.format(
                Locale.ROOT,
                "%s: %d columns, %,d rows%n",
                options.path(),
                scan.columns().size(),
                scan.rows()));
        String line = "%-" + Math.max(6, width) + "s  %-10s %11s %9s  %-16s %s";
        out.println(String.format(Locale.ROOT, line, "COLUMN", "TYPE", "DISTINCT", "MISSING", "SUSPECTED", "BECAUSE"));
        for (ColumnProfile column : scan.columns()) {
            out.println(String.format(
                    Locale.ROOT,
                    line,
                    column.column(),
                    column.type(),
                    String.format(Locale.ROOT, "%,d", column.distinct()),
                    String.format(Locale.ROOT, "%,d", column.missing()),
                    column.suspected() == Role.PLAIN ? "-" : word(column.suspected()),
                    column.evidence()));
        }
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void printSets(PrintWriter out, DataScan scan) {
        if (scan.known().isEmpty()) {
            out.println("\nNo column was recognized by which a person could be found.");
            return;
        }
        out.println("\nRows that share their values with nobody, by what others may know:");
        for (int size = 1; size <= DataScan.LARGEST_SET && size < scan.known().size(); size++) {
            int columns = size;
            scan.sets().stream()
                    .filter(set -> set.columns().size() == columns)
                    .limit(SHOWN)
                    .forEach(set -> print(out, set));
        }
        scan.together().ifPresent(set -> print(out, set));
        out.println(
                "\nTo protect them: anonymize.k-anonymity.quasi-identifiers in a pipeline file, which 'lepton init' drafts.");
    }

    private static void print(PrintWriter out, Uniqueness set) {
        out.println(
                String.format(Locale.ROOT, "  %6.1f %%  %s", 100 * set.singledOut(), String.join(", ", set.columns())));
    }
}
