package io.lepton.privacy;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.privacy.histogram.Histogram;
import io.lepton.privacy.histogram.Publication;
import io.lepton.privacy.histogram.Published;
import io.lepton.privacy.histogram.Regions;
import io.lepton.privacy.recoding.LocalRecoder;
import io.lepton.privacy.recoding.Recoding;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes a raw table publishable: first every column's own protection, then the privacy model over the quasi-identifiers by local recoding.
 * The result depends on the table's content alone, not on its order or partitions.
 */
public final class Anonymizer {
    /** Combinations times columns that one machine holds: about 1 GB with everything that the search adds. */
    private static final long MOST_CELLS = 30_000_000;

    private final ColumnProtector protector;
    private final Optional<PrivacyModel> model;
    private final long mostCells;

    /** @throws LeptonException configuration, if the protections contradict each other or the model is asked for in vain */
    public Anonymizer(List<ColumnProtection> protections, Optional<PrivacyModel> model) {
        this(protections, model, MOST_CELLS);
    }

    Anonymizer(List<ColumnProtection> protections, Optional<PrivacyModel> model, long mostCells) {
        this.protector = new ColumnProtector(protections);
        this.model = model;
        this.mostCells = mostCells;
        model.ifPresent(Anonymizer::check);
    }

    private static void check(PrivacyModel model) {
        String start = "Cannot make the table " + model.k() + "-anonymous: ";
        require(model.k() >= 1, start + "k must be 1 or more.");
        require(
                !model.quasiIdentifiers().isEmpty(),
                start + "no quasi-identifiers are named. Name the columns that others may know.");
        require(
                model.suppressionLimit() >= 0 && model.suppressionLimit() <= 1,
                start + "the suppression limit is " + model.suppressionLimit() + ", and must be from 0 to 1.");
        require(
                new HashSet<>(model.quasiIdentifiers()).size()
                        == model.quasiIdentifiers().size(),
                start + "a quasi-identifier is named twice.");
        model.hierarchies().keySet().forEach(column -> requireKnown(model, column, start + "a hierarchy"));
        model.weights().forEach((column, weight) -> {
            requireKnown(model, column, start + "a weight");
            require(
                    weight > 0 && Double.isFinite(weight),
                    start + "the weight of '" + column + "' is " + weight + ", and must be above 0.");
        });
        for (SensitiveColumn sensitive : model.sensitive()) {
            require(
                    !model.quasiIdentifiers().contains(sensitive.column()),
                    start + "'" + sensitive.column()
                            + "' is named both as quasi-identifier and as sensitive. Keep one of them.");
        }
    }

    private static void requireKnown(PrivacyModel model, String column, String what) {
        require(
                model.quasiIdentifiers().contains(column),
                what + " is given for column '" + column + "', which is no quasi-identifier."
                        + Suggestion.didYouMean(column, model.quasiIdentifiers()));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw LeptonException.configuration(message);
        }
    }

    /**
     * @throws LeptonException configuration, if a named column is missing or cannot be protected as asked; gate, if even the table as a
     *     whole, with nothing left of the quasi-identifiers, is not what was asked for
     */
    public Anonymized anonymize(Dataset<Row> raw) {
        Dataset<Row> table = protector.protect(raw);
        return model.map(asked -> recode(table, asked))
                .orElseGet(() -> new Anonymized(table, table.count(), 0, Map.of(), 0));
    }

    private Anonymized recode(Dataset<Row> table, PrivacyModel asked) {
        asked.quasiIdentifiers().forEach(name -> Columns.require(table, name, "anonymize"));
        asked.sensitive().forEach(column -> Columns.require(table, column.column(), "anonymize"));
        Histogram histogram = Histogram.of(table, asked, mostCells);
        long rowsIn = histogram.rows();
        if (rowsIn < asked.k()) {
            throw LeptonException.gate("Cannot make the table " + asked.k() + "-anonymous: it has " + rowsIn
                    + " rows, and k is " + asked.k() + ". Bring more rows together, or lower k.");
        }
        Published published = histogram.level() == 0
                ? onOneMachine(table, histogram, asked)
                : new Regions(histogram, asked, mostCells).publish(table);
        Map<String, Double> loss = new LinkedHashMap<>();
        double sum = 0;
        for (int i = 0; i < asked.quasiIdentifiers().size(); i++) {
            double lost = published.lossByColumn()[i];
            loss.put(asked.quasiIdentifiers().get(i), lost);
            sum += lost;
        }
        return new Anonymized(published.rows(), rowsIn, published.rowsSuppressed(), loss, sum / loss.size());
    }

    private static Published onOneMachine(Dataset<Row> table, Histogram histogram, PrivacyModel asked) {
        long budget = (long) Math.floor(asked.suppressionLimit() * histogram.rows() + 1e-9);
        LocalRecoder recoder = new LocalRecoder(asked.k(), budget);
        if (!recoder.canRecode(histogram.combinations())) {
            throw LeptonException.gate(
                    "Cannot protect the sensitive columns as asked: not even all rows together are as diverse."
                            + " Ask for a lower l, or leave the column out.");
        }
        Recoding recoding = recoder.recode(histogram.combinations());
        return new Published(
                new Publication(histogram, recoding).of(table), recoding.rowsSuppressed(), recoding.lossByAttribute());
    }
}
