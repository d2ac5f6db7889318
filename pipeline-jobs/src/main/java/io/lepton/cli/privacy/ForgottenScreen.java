package io.lepton.cli.privacy;

import io.lepton.config.Pipeline;
import io.lepton.jobs.forget.Forgotten;
import io.lepton.jobs.forget.TrainedModel;
import io.lepton.lake.erasure.ErasedTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a person reads after an erasure. */
record ForgottenScreen(PrintWriter out) {

    void print(Pipeline pipeline, Path file, Forgotten result) {
        boolean looked = result.requestId().isEmpty();
        long rows = result.rows().values().stream().mapToLong(Long::longValue).sum();
        out.println();
        if (rows == 0) {
            out.println("The person is in no table"
                    + (looked ? "; older versions may hold them, and forgetting deletes those." : " now."));
        }
        tables(result);
        models(file, result.models());
        if (!looked && rows > 0) {
            next(pipeline, file);
        }
        if (!looked) {
            out.println("Receipt   audits/privacy, run_id " + result.requestId());
        } else if (rows > 0) {
            out.println("Nothing was changed; leave --dry-run out to erase.");
        }
        out.flush();
    }

    private void tables(Forgotten result) {
        Map<String, ErasedTable> erased =
                result.erased().stream().collect(Collectors.toMap(ErasedTable::table, Function.identity()));
        out.println(String.format(Locale.ROOT, "%-40s %12s %16s", "TABLE", "ROWS", "FILES DELETED"));
        result.rows().forEach((table, rows) -> line(table, rows, erased.get(table)));
        erased.forEach((table, one) -> {
            if (!result.rows().containsKey(table)) {
                line(table, 0, one);
            }
        });
    }

    private void line(String table, long rows, ErasedTable erased) {
        out.println(String.format(
                Locale.ROOT,
                "%-40s %,12d %16s",
                table,
                rows,
                erased == null ? "-" : String.format(Locale.ROOT, "%,d", erased.filesDeleted())));
    }

    private void models(Path file, List<TrainedModel> models) {
        if (models.isEmpty()) {
            return;
        }
        out.println("Models that the person had a part in; nothing erases a row from a model:");
        for (TrainedModel model : models) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-28s %s%s%s",
                    model.model(),
                    switch (model.how()) {
                        case TRAINED -> "trained on them";
                        case MEASURED -> "measured on them, not trained";
                        case UNKNOWN -> "cannot be ruled out: its training rows are gone";
                    },
                    model.aliases().isEmpty() ? "" : ", is " + String.join(", ", model.aliases()),
                    model.quotes() ? ", its audit or card names a value of theirs" : ""));
        }
        out.println("Train again (lepton run " + file + "), then: lepton models delete MODEL/VERSION");
    }

    private void next(Pipeline pipeline, Path file) {
        pipeline.ingest()
                .source()
                .path()
                .ifPresent(path -> out.println("Source    " + path
                        + " was not touched: remove the person there, too, or the next run reads them again."));
        pipeline.anonymize()
                .kAnonymity()
                .ifPresent(kAnonymity ->
                        out.println("Privacy   trusted/" + pipeline.ingest().table() + " was " + kAnonymity.k()
                                + "-anonymous with the person. Their class has fewer rows now, and ranges of it may end at values of theirs: lepton run "
                                + file));
    }
}
