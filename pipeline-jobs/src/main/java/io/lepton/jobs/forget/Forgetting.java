package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.col;

import io.lepton.lake.erasure.ErasedTable;
import io.lepton.lake.erasure.TableEraser;
import io.lepton.registry.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Erases one person. Whoever is not found is no error: old versions of the tables, which nobody looks into, may have held them, and are
 * gone afterwards all the same. Cut off at any point, it is done again from the start.
 */
public final class Forgetting {
    private final ForgetContext context;
    private final TableEraser eraser;
    private final RunFiles files;
    private final Consumer<String> progress;

    /** @param progress hears what is done next */
    public Forgetting(ForgetContext context, Consumer<String> progress) {
        this.context = context;
        this.eraser = new TableEraser(context.spark(), context.lake());
        this.files = new RunFiles(context.lake(), context.spark().sparkContext().hadoopConfiguration());
        this.progress = progress;
    }

    /** Finds, and changes nothing. */
    public Forgotten look(Subject subject) {
        Finder finder = new Finder(context, subject);
        List<Holding> holdings = finder.holdings(progress);
        return new Forgotten("", rows(holdings), List.of(), models(finder, holdings));
    }

    /**
     * Finds and erases.
     *
     * @param requestId names the receipt
     */
    public Forgotten erase(Subject subject, String requestId) {
        Receipts receipts = new Receipts(context, requestId, Instant.now());
        Finder finder = new Finder(context, subject);
        List<Holding> holdings = finder.holdings(progress);
        Quotations quotations =
                new Quotations(OwnTexts.of(subject, context.lake().read(context.raw()), finder.rows()));
        Set<String> quoting = runsThatQuote(quotations);
        List<TrainedModel> models = models(finder, holdings).stream()
                .map(model -> quotes(model, quoting) ? model.quoting() : model)
                .toList();
        if (!models.isEmpty()) {
            progress.accept("recording the models to train again");
            receipts.models(models);
        }
        redact(quotations, quoting);
        progress.accept("deleting the files of finished and unfinished runs");
        files.deleteWork();
        for (Holding holding : holdings) {
            if (holding.rows() > 0) {
                progress.accept("deleting rows of " + holding.table());
                eraser.delete(holding.table(), holding.condition());
            }
        }
        return new Forgotten(requestId, rows(holdings), forgetHistories(holdings, receipts), models);
    }

    private List<ErasedTable> forgetHistories(List<Holding> holdings, Receipts receipts) {
        Set<String> tables = new LinkedHashSet<>();
        recorded().filter(eraser::isErasing).forEach(tables::add);
        holdings.forEach(holding -> tables.add(holding.table()));
        List<ErasedTable> erased = new ArrayList<>();
        for (String table : tables) {
            progress.accept("deleting old files of " + table);
            erased.add(eraser.forgetHistory(table));
        }
        List<ErasedTable> changed = erased.stream()
                .filter(table -> table.filesDeleted() > 0
                        || table.rows() > 0
                        || table.table().equals(context.raw()))
                .toList();
        progress.accept("writing the receipt");
        receipts.tables(changed);
        for (ErasedTable table : erased) {
            progress.accept("deleting the old log of " + table.table());
            eraser.settle(table);
        }
        return changed;
    }

    /** Tables that hold figures and words of runs, and no rows of people. */
    private Stream<String> recorded() {
        return Stream.of("runs", "audits/fairness", "audits/data", "audits/slices")
                .filter(context.lake()::exists);
    }

    private void redact(Quotations quotations, Set<String> quoting) {
        if (quoting.isEmpty()) {
            return;
        }
        progress.accept("blackening what runs quoted");
        recorded()
                .forEach(
                        table -> eraser.redact(table, quotations.in(quoted(table)), quotations.without(quoted(table))));
        quoting.forEach(files::deleteReport);
    }

    private Set<String> runsThatQuote(Quotations quotations) {
        return recorded()
                .flatMap(table -> context
                        .lake()
                        .read(table)
                        .where(quotations.in(quoted(table)))
                        .select(col("run_id"))
                        .distinct()
                        .collectAsList()
                        .stream())
                .map((Row row) -> row.getString(0))
                .collect(Collectors.toSet());
    }

    private static String quoted(String table) {
        return switch (table) {
            case "runs" -> "detail";
            case "audits/slices" -> "slice";
            default -> "group_name";
        };
    }

    private boolean quotes(TrainedModel model, Set<String> quoting) {
        ModelVersion version = context.registry().resolve(model.model());
        return context.registry().documents(version).stream().anyMatch(document -> quoting.contains(document.runId()));
    }

    /** Of a person who is nowhere, models that cannot be asked any more tell nothing. */
    private List<TrainedModel> models(Finder finder, List<Holding> holdings) {
        boolean nowhere =
                holdings.stream().allMatch(holding -> holding.rows() == 0 && !eraser.isErasing(holding.table()));
        return finder.models().stream()
                .filter(model -> !(nowhere && model.how() == TrainedModel.How.UNKNOWN))
                .toList();
    }

    private static Map<String, Long> rows(List<Holding> holdings) {
        Map<String, Long> rows = new LinkedHashMap<>();
        holdings.forEach(holding -> rows.put(holding.table(), holding.rows()));
        return rows;
    }
}
