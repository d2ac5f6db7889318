package io.lepton.privacy;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
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
 * Makes a raw table publishable: first every column's own protection, then k-anonymity over the quasi-identifiers by local recoding. The
 * result depends on the table's content alone, not on its order or partitions.
 */
public final class Anonymizer {
    private final ColumnProtector protector;
    private final Optional<KAnonymity> kAnonymity;

    /** @throws LeptonException configuration, if the protections contradict each other or k-anonymity is asked for in vain */
    public Anonymizer(List<ColumnProtection> protections, Optional<KAnonymity> kAnonymity) {
        this.protector = new ColumnProtector(protections);
        this.kAnonymity = kAnonymity;
        kAnonymity.ifPresent(Anonymizer::check);
    }

    private static void check(KAnonymity request) {
        String start = "Cannot make the table " + request.k() + "-anonymous: ";
        if (request.k() < 1) {
            throw LeptonException.configuration(start + "k must be 1 or more.");
        }
        if (request.quasiIdentifiers().isEmpty()) {
            throw LeptonException.configuration(
                    start + "no quasi-identifiers are named. Name the columns that others may know.");
        }
        if (!(request.suppressionLimit() >= 0 && request.suppressionLimit() <= 1)) {
            throw LeptonException.configuration(
                    start + "the suppression limit is " + request.suppressionLimit() + ", and must be from 0 to 1.");
        }
        if (new HashSet<>(request.quasiIdentifiers()).size()
                < request.quasiIdentifiers().size()) {
            throw LeptonException.configuration(start + "a quasi-identifier is named twice.");
        }
        for (String column : request.hierarchies().keySet()) {
            if (!request.quasiIdentifiers().contains(column)) {
                throw LeptonException.configuration(start + "a hierarchy is given for column '" + column
                        + "', which is no quasi-identifier."
                        + Suggestion.didYouMean(column, request.quasiIdentifiers()));
            }
        }
    }

    /**
     * @throws LeptonException configuration, if a named column is missing or cannot be protected as asked; gate, if the table has fewer
     *     rows than k
     */
    public Anonymized anonymize(Dataset<Row> raw) {
        Dataset<Row> table = protector.protect(raw);
        return kAnonymity
                .map(request -> recode(table, request))
                .orElseGet(() -> new Anonymized(table, table.count(), 0, Map.of(), 0));
    }

    private Anonymized recode(Dataset<Row> table, KAnonymity request) {
        request.quasiIdentifiers().forEach(name -> Columns.require(table, name, "anonymize"));
        Histogram histogram = Histogram.of(table, request);
        long rowsIn = histogram.combinations().rows();
        if (rowsIn < request.k()) {
            throw LeptonException.gate("Cannot make the table " + request.k() + "-anonymous: it has " + rowsIn
                    + " rows, and k is " + request.k() + ". Bring more rows together, or lower k.");
        }
        long budget = (long) Math.floor(request.suppressionLimit() * rowsIn + 1e-9);
        Recoding recoding = new LocalRecoder(request.k(), budget).recode(histogram.combinations());
        Dataset<Row> published = new Publication(histogram, recoding).of(table);
        long rowsOut = published.count();
        if (rowsOut + recoding.rowsSuppressed() != rowsIn) {
            throw LeptonException.data("Cannot account for every row: " + rowsIn + " came in, " + rowsOut
                    + " went out and " + recoding.rowsSuppressed()
                    + " were suppressed. The table changed while it was read; run again.");
        }
        Map<String, Double> loss = new LinkedHashMap<>();
        double sum = 0;
        for (int i = 0; i < recoding.lossByAttribute().length; i++) {
            loss.put(request.quasiIdentifiers().get(i), recoding.lossByAttribute()[i]);
            sum += recoding.lossByAttribute()[i];
        }
        return new Anonymized(published, rowsIn, recoding.rowsSuppressed(), loss, sum / loss.size());
    }
}
