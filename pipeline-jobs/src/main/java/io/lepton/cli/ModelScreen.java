package io.lepton.cli;

import io.lepton.jobs.FairnessSummary;
import io.lepton.registry.Document;
import io.lepton.registry.FileEntry;
import io.lepton.registry.ModelRegistry;
import io.lepton.registry.ModelVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** One version of a model as a person reads it: what it is, where it came from, how good and how fair it was found to be. */
record ModelScreen(PrintWriter out) {
    /** Of the many disparities the ones that people ask for first. */
    private static final Set<String> SHOWN = Set.of(
            "demographic_parity_difference",
            "demographic_parity_ratio",
            "equalized_odds_difference",
            "equal_opportunity_difference",
            "accuracy_difference");

    void print(ModelVersion version, List<String> aliases, ModelRegistry registry) {
        line("%s/%d  %s", version.name(), version.version(), version.description());
        field("aliases", aliases.isEmpty() ? "none" : String.join(", ", aliases));
        field("created", version.createdAt() + " by run " + version.runId());
        field(
                "lineage",
                "%s@%d, configuration %s, code %s"
                        .formatted(
                                version.lineage().table(),
                                version.lineage().tableVersion(),
                                version.lineage().configHash(),
                                version.lineage().codeVersion()));
        version.metrics()
                .forEach((name, value) -> field("metric", String.format(Locale.ROOT, "%-34s %.4f", name, value)));
        registry.newest(version, FairnessSummary.DOCUMENT)
                .map(content -> FairnessSummary.parse(new String(content, StandardCharsets.UTF_8)))
                .ifPresentOrElse(this::fairness, () -> field("fairness", "not audited yet"));
        version.parameters()
                .forEach((name, value) -> field("setting", String.format(Locale.ROOT, "%-34s %s", name, value)));
        files(version.files());
        for (Document document : registry.documents(version)) {
            field("document", document.name() + " of run " + document.runId() + ": " + readable(document.path()));
        }
        field("folder", readable(version.path()));
    }

    private void fairness(FairnessSummary summary) {
        field(
                "fairness",
                String.format(
                        Locale.ROOT,
                        "audited on %,d rows: %s",
                        summary.rows(),
                        summary.passed() ? "every gate passed" : "REFUSED"));
        summary.gates().forEach(gate -> field("", (gate.passed() ? "✓ " : "✗ ") + gate.reason()));
        summary.disparities().stream()
                .filter(disparity -> SHOWN.contains(disparity.metric()))
                .forEach(disparity -> field(
                        "",
                        String.format(
                                Locale.ROOT,
                                "%-34s %.4f  %s: %s, %s",
                                disparity.metric(),
                                disparity.value(),
                                disparity.attributes(),
                                disparity.worstGroup(),
                                disparity.bestGroup())));
    }

    private void files(List<FileEntry> files) {
        long bytes = files.stream().mapToLong(FileEntry::size).sum();
        field("files", String.format(Locale.ROOT, "%d, %,d bytes in all", files.size(), bytes));
        files.stream()
                .filter(file -> !file.name().endsWith(".crc") && file.size() > 0)
                .forEach(file -> field(
                        "",
                        String.format(
                                Locale.ROOT,
                                "%s %,12d  %s",
                                file.sha256().substring(0, 12),
                                file.size(),
                                file.name())));
    }

    private static String readable(String address) {
        Path path = new Path(address);
        return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : address;
    }

    private void field(String name, String text) {
        line("%-9s %s", name, text);
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
