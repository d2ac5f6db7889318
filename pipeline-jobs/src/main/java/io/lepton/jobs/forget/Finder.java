package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.lake.TableVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Finds a person's rows in every table that was made of the raw table, which itself comes last. */
final class Finder {
    private final ForgetContext context;
    private final Subject subject;
    private final Provenance provenance;
    private final PersonKeys keys;

    Finder(ForgetContext context, Subject subject) {
        this.context = context;
        this.subject = subject;
        this.provenance = new Provenance(context.ledger().done());
        this.keys = new PersonKeys(context, subject, provenance);
        requireColumn();
    }

    /** The person's rows of the newest raw version. */
    Dataset<Row> rows() {
        return keys.rows();
    }

    List<Holding> holdings(Consumer<String> progress) {
        List<Holding> holdings = new ArrayList<>();
        context.lake().tables("scores").forEach(table -> {
            progress.accept("looking in " + table);
            scores(table).ifPresent(holdings::add);
        });
        featureTables().forEach(table -> {
            progress.accept("looking in " + table);
            holdings.add(holding(table, inFeatures(newest(table)).hold(context.keys())));
        });
        if (context.lake().exists(context.trusted())) {
            progress.accept("looking in " + context.trusted());
            Keys wanted = context.positions() ? keys.behind(Optional.of(newest(context.trusted()))) : keys.everywhere();
            holdings.add(holding(context.trusted(), wanted.hold(context.keys())));
        }
        if (context.lake().exists(context.quarantine())) {
            progress.accept("looking in " + context.quarantine());
            holdings.add(holding(
                    context.quarantine(),
                    udf(new RejectedRecord(subject), DataTypes.BooleanType).apply(col("record"))));
        }
        progress.accept("looking in " + context.raw());
        Dataset<Row> raw = context.lake().read(context.raw());
        holdings.add(holding(
                context.raw(),
                subject.is(
                        Keys.quoted(subject.column()),
                        raw.schema().apply(subject.column()).dataType())));
        return holdings;
    }

    List<TrainedModel> models() {
        return new ModelsOfPerson(context, featureTables(), this::inFeatures).find();
    }

    private Holding holding(String table, Column condition) {
        return new Holding(table, context.lake().read(table).where(condition).count(), condition);
    }

    private TableVersion newest(String table) {
        return new TableVersion(table, context.lake().version(table));
    }

    /** Keys in a version of a feature table. */
    private Keys inFeatures(TableVersion features) {
        return context.positions() ? keys.behind(provenance.origin(features)) : keys.everywhere();
    }

    /** Those made of the trusted table; and where keys mean the same everywhere those that nobody knows the origin of. */
    private List<String> featureTables() {
        return context.lake().tables("features").stream()
                .filter(table -> hasKeys(context.lake().read(table)))
                .filter(table -> provenance
                        .origin(newest(table))
                        .map(origin -> origin.table().equals(context.trusted()))
                        .orElse(!context.positions()))
                .toList();
    }

    /** Scores are told apart by run, as runs may have scored other versions, or other tables. */
    private Optional<Holding> scores(String table) {
        Dataset<Row> rows = context.lake().read(table);
        if (!hasKeys(rows) || !Arrays.asList(rows.columns()).contains("run_id")) {
            return Optional.empty();
        }
        Set<String> wanted = new HashSet<>();
        for (Row row : rows.select("run_id").distinct().collectAsList()) {
            String run = row.getString(0);
            Optional<TableVersion> trusted = provenance.scored(run);
            boolean other = trusted.filter(scored -> !scored.table().equals(context.trusted()))
                    .isPresent();
            if (other || context.positions() && provenance.scoredSource(run)) {
                continue;
            }
            (context.positions() ? keys.behind(trusted) : keys.everywhere())
                    .behind(run)
                    .forEach(wanted::add);
        }
        List<String> columns =
                Stream.concat(Stream.of("run_id"), context.keys().stream()).toList();
        return Optional.of(holding(table, new Keys(wanted).hold(columns)));
    }

    private boolean hasKeys(Dataset<Row> rows) {
        return Arrays.asList(rows.columns()).containsAll(context.keys());
    }

    private void requireColumn() {
        List<String> columns = Arrays.asList(context.lake().read(context.raw()).columns());
        for (String column : Stream.concat(Stream.of(subject.column()), context.keys().stream())
                .toList()) {
            if (!columns.contains(column)) {
                throw LeptonException.configuration("Cannot forget anybody in " + context.raw()
                        + ": it has no column '" + column + "'." + Suggestion.didYouMean(column, columns)
                        + " Its columns: " + String.join(", ", columns)
                        + ". Set ingest.subject in the pipeline file, or --column.");
            }
        }
    }
}
