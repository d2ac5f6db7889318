package io.lepton.jobs;

import io.lepton.lake.StageRun;
import io.lepton.lake.TableVersion;
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

    /** What the ledger keeps: where the files are. */
    record Detail(String path, String cardHtml, String cardMarkdown) {}

    @Override
    public StageName name() {
        return StageName.REPORT;
    }

    @Override
    public StageOutcome run(RunContext context) {
        List<StageRun> stages = context.ledger().ofRun(context.runId());
        RunReport report = new ReportFacts(context, stages).report();
        String path = write(context, "reports/" + context.runId() + ".html", new ReportWriter().html(report));
        ModelCard card = new ModelCard(report);
        String folder = "registry-cards/" + context.pipeline().register().model() + "/" + context.runId();
        return StageOutcome.done(
                0,
                0,
                0,
                List.<TableVersion>of(),
                List.of(),
                new Detail(
                        path,
                        write(context, folder + "/model-card.html", card.html()),
                        write(context, folder + "/model-card.md", card.markdown())));
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
        return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
    }
}
