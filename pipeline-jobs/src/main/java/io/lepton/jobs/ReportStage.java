package io.lepton.jobs;

import io.lepton.lake.StageRun;
import io.lepton.registry.ModelVersion;
import io.lepton.report.ModelCard;
import io.lepton.report.ReportWriter;
import io.lepton.report.RunReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** The ledger's records of a run → one HTML file that anybody can open, and the model's card. */
final class ReportStage implements Stage {
    /** Ends the names of what a run leaves once a refusal is overridden. */
    static final String OVERRIDDEN = "/overridden";

    private final String ending;

    ReportStage() {
        this("");
    }

    /** @param ending of the name under which a run leaves the cards: one that it left before stays beside them */
    ReportStage(String ending) {
        this.ending = ending;
    }

    /**
     * What the ledger keeps: where the files are.
     *
     * @param cards the model's card as HTML and as Markdown, documents of the version that this run registered; empty if it registered none
     */
    record Detail(String path, List<String> cards) {}

    @Override
    public StageName name() {
        return StageName.REPORT;
    }

    @Override
    public StageOutcome run(RunContext context) {
        List<StageRun> stages = context.ledger().ofRun(context.runId());
        RunReport report = new ReportFacts(context, stages).report();
        String path = write(context, "reports/" + context.runId() + ".html", new ReportWriter().html(report));
        List<String> cards = RegisterStage.registeredBy(context)
                .map(version -> attach(context, version, new ModelCard(report)))
                .orElse(List.of());
        return StageOutcome.done(0, 0, 0, List.of(), List.of(), new Detail(path, cards));
    }

    private List<String> attach(RunContext context, ModelVersion version, ModelCard card) {
        return List.of(
                attach(context, version, "model-card.html", card.html()),
                attach(context, version, "model-card.md", card.markdown()));
    }

    private String attach(RunContext context, ModelVersion version, String name, String text) {
        return readable(new Path(context.registry()
                .attach(version, context.runId() + ending, name, text.getBytes(StandardCharsets.UTF_8))
                .path()));
    }

    private static String write(RunContext context, String name, String text) {
        Path file = new Path(context.lake().pathOf(name));
        try (OutputStream out = file.getFileSystem(
                        context.spark().sparkContext().hadoopConfiguration())
                .create(file, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        return readable(file);
    }

    private static String readable(Path file) {
        return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
    }
}
