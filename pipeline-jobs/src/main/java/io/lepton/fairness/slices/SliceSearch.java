package io.lepton.fairness.slices;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.counts.Amounts;
import io.lepton.fairness.counts.CodedRows;
import io.lepton.fairness.counts.ColumnCodes;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.counts.TableProfile;
import io.lepton.fairness.estimate.MultipleTesting;
import io.lepton.fairness.slices.LossSums.Stats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** Finds the slices on which a model errs most. Costs time linear in rows: two small passes, and one for each level of the lattice. */
public final class SliceSearch {
    /** Slices that are kept while searching, for each that is reported: those that are parts of others fall out at the end. */
    private static final int SPARE = 10;

    /** Without a condition. */
    private static final Candidate EVERYBODY = new Candidate(new int[0], new int[0]);

    private final SliceSettings settings;
    private final CodedRows rows;
    private final SliceScore score;
    private final LevelPass pass;
    private final Map<Candidate, Stats> known = new HashMap<>();
    private long tooSmall;

    private SliceSearch(SliceSettings settings, CodedRows rows, SliceScore score, LevelPass pass) {
        this.settings = settings;
        this.rows = rows;
        this.score = score;
        this.pass = pass;
    }

    /** Searches with {@link SliceSettings#standard}. */
    public static SliceReport of(Dataset<Row> rows, String lossColumn, String... conditionColumns) {
        return of(rows, lossColumn, List.of(conditionColumns), SliceSettings.standard());
    }

    /**
     * Searches conjunctions of conditions on columns: equal to a common text, or within a range of numbers; ranges hold about
     * equally many rows each.
     *
     * @param lossColumn numeric, at least 0, not missing; see {@link Losses}
     * @param conditionColumns of texts, numbers, days or times
     * @throws LeptonException configuration: a column is unknown or of the wrong type; data: no rows, or
     *     losses that are missing or negative
     */
    public static SliceReport of(
            Dataset<Row> rows, String lossColumn, List<String> conditionColumns, SliceSettings settings) {
        checkColumns(rows, lossColumn, conditionColumns);
        List<CountedColumn> columns = conditionColumns.stream()
                .distinct()
                .map(name -> CountedColumn.of(rows, name))
                .toList();
        return ofAny(rows, CountedColumn.numbers(lossColumn, column(lossColumn)), columns, settings)
                .orElseThrow(() -> LeptonException.data("Cannot search slices: there are no rows."));
    }

    /**
     * Searches what may have no rows.
     *
     * @param loss at least 0, not missing; see {@link Losses}
     * @return absent where there are none
     * @throws LeptonException data: losses that are missing or negative
     */
    public static Optional<SliceReport> ofAny(
            Dataset<Row> rows, CountedColumn loss, List<CountedColumn> columns, SliceSettings settings) {
        List<Column> hashed =
                new ArrayList<>(columns.stream().map(CountedColumn::value).toList());
        hashed.add(loss.value());
        TableProfile profile = TableProfile.of(rows, columns, xxhash64(hashed.toArray(Column[]::new)), loss.value());
        Amounts losses = profile.amounts();
        if (losses.rows() == 0) {
            return Optional.empty();
        }
        if (losses.unusable() > 0 || Double.isInfinite(losses.mean())) {
            throw LeptonException.data(
                    "Cannot search slices: %,d losses in column '%s' are missing or negative, or one is infinite. Leave these rows out, or take another loss."
                            .formatted(losses.unusable(), loss.name()));
        }
        List<ColumnCodes> codes = IntStream.range(0, columns.size())
                .mapToObj(i -> profile.codes(i, settings.values(), settings.bins()))
                .toList();
        try (CodedRows coded = CodedRows.of(rows, columns, codes, loss.value())) {
            LevelPass pass = new LevelPass(coded, losses.mean());
            List<Candidate> first = new ArrayList<>(List.of(EVERYBODY));
            first.addAll(singles(codes));
            List<Stats> found = pass.of(first);
            SliceScore score = new SliceScore(found.get(0), settings.sizeWeight(), settings.smallest());
            SliceSearch search = new SliceSearch(settings, coded, score, pass);
            return Optional.of(search.searched(first.subList(1, first.size()), found.subList(1, found.size())));
        }
    }

    /** @param losses of the single conditions */
    private SliceReport searched(List<Candidate> singles, List<Stats> losses) {
        List<Candidate> level = large(singles, losses);
        tooSmall = 0;
        long conjunctions = conjunctions(level);
        for (int conditions = 2; conditions <= settings.conditions() && !level.isEmpty(); conditions++) {
            level = measured(extended(level));
        }
        // How large a slice is does not depend on its loss: those found too small were never to be tested.
        long feasible = conjunctions - tooSmall;
        List<Candidate> ranked = pool();
        double[] pValues = ranked.stream()
                .mapToDouble(slice -> score.pValue(known.get(slice)))
                .toArray();
        double[] adjusted = settings.correction() == SliceSettings.Correction.HOLM
                ? MultipleTesting.holm(pValues, feasible)
                : MultipleTesting.benjaminiHochberg(pValues, feasible);
        return new SliceReport(
                score.all().rows(), score.all().mean(), known.size(), feasible, reported(ranked, pValues, adjusted));
    }

    private static List<Candidate> singles(List<ColumnCodes> codes) {
        List<Candidate> singles = new ArrayList<>();
        for (int column = 0; column < codes.size(); column++) {
            for (int code = 0; code < codes.get(column).size(); code++) {
                singles.add(new Candidate(new int[] {column}, new int[] {code}));
            }
        }
        return singles;
    }

    /** Measures candidates and gives back those that are large enough. */
    private List<Candidate> measured(List<Candidate> candidates) {
        return candidates.isEmpty() ? List.of() : large(candidates, pass.of(candidates));
    }

    private List<Candidate> large(List<Candidate> candidates, List<Stats> found) {
        List<Candidate> large = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (found.get(i).rows() >= settings.smallest()) {
                known.put(candidates.get(i), found.get(i));
                large.add(candidates.get(i));
            } else {
                tooSmall++;
            }
        }
        return large;
    }

    /** Candidates with one condition more, all of whose parents are known, and whose score could still be among the best. */
    private List<Candidate> extended(List<Candidate> level) {
        double least = Math.max(0, threshold());
        List<Candidate> singles = known.keySet().stream()
                .filter(slice -> slice.columns().length == 1)
                .sorted(Comparator.comparingInt(Candidate::lastColumn).thenComparingInt(slice -> slice.codes()[0]))
                .toList();
        List<Candidate> extended = new ArrayList<>();
        for (Candidate slice : level) {
            for (Candidate single : singles) {
                if (single.lastColumn() > slice.lastColumn()) {
                    Candidate candidate = slice.with(single.lastColumn(), single.codes()[0]);
                    if (bound(candidate) > least) {
                        extended.add(candidate);
                    }
                }
            }
        }
        return extended;
    }

    private double bound(Candidate candidate) {
        long size = Long.MAX_VALUE;
        double loss = Double.MAX_VALUE;
        double largest = Double.MAX_VALUE;
        for (int i = 0; i < candidate.columns().length; i++) {
            Stats parent = known.get(candidate.without(i));
            if (parent == null) {
                return Double.NEGATIVE_INFINITY;
            }
            size = Math.min(size, parent.rows());
            loss = Math.min(loss, parent.total());
            largest = Math.min(largest, parent.largest());
        }
        return score.bound(size, loss, largest);
    }

    /** The score of the last of the best that are known. */
    private double threshold() {
        List<Candidate> best = pool();
        return best.size() < settings.top() * SPARE
                ? Double.NEGATIVE_INFINITY
                : score.of(known.get(best.get(best.size() - 1)));
    }

    private List<Candidate> pool() {
        return known.keySet().stream()
                .filter(slice -> score.of(known.get(slice)) > 0)
                .sorted(Comparator.<Candidate>comparingDouble(slice -> -score.of(known.get(slice)))
                        .thenComparing(Candidate::toString))
                .limit((long) settings.top() * SPARE)
                .toList();
    }

    /** How many there are of conditions that enough rows meet, each by itself. */
    private long conjunctions(List<Candidate> singles) {
        long[] byConditions = new long[settings.conditions() + 1];
        byConditions[0] = 1;
        for (int column = 0; column < rows.codes().size(); column++) {
            int place = column;
            long values = singles.stream()
                    .filter(slice -> slice.lastColumn() == place)
                    .count();
            for (int conditions = settings.conditions(); conditions > 0; conditions--) {
                byConditions[conditions] += byConditions[conditions - 1] * values;
            }
        }
        return Arrays.stream(byConditions).sum() - 1;
    }

    private List<Slice> reported(List<Candidate> ranked, double[] pValues, double[] adjusted) {
        List<Candidate> taken = new ArrayList<>();
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < ranked.size() && slices.size() < settings.top(); i++) {
            Candidate candidate = ranked.get(i);
            Stats stats = known.get(candidate);
            double effect = score.effectSize(stats);
            // The rest is told of, too.
            boolean found = stats.rest(score.all()).rows() >= settings.privacyThreshold()
                    && adjusted[i] <= settings.level()
                    && effect >= settings.minimumEffect();
            if (found && taken.stream().noneMatch(candidate::isRelatedTo)) {
                taken.add(candidate);
                slices.add(new Slice(
                        conditions(candidate),
                        stats.rows(),
                        stats.mean(),
                        stats.rest(score.all()).mean(),
                        effect,
                        pValues[i],
                        adjusted[i],
                        score.of(stats)));
            }
        }
        return slices;
    }

    private List<Slice.Condition> conditions(Candidate slice) {
        return IntStream.range(0, slice.columns().length)
                .mapToObj(i -> {
                    ColumnCodes codes = rows.codes().get(slice.columns()[i]);
                    return new Slice.Condition(codes.column(), codes.names().get(slice.codes()[i]));
                })
                .toList();
    }

    private static void checkColumns(Dataset<Row> rows, String lossColumn, List<String> conditionColumns) {
        List<String> known = Arrays.asList(rows.columns());
        List<String> needed = new ArrayList<>(List.of(lossColumn));
        needed.addAll(conditionColumns);
        for (String name : needed) {
            if (!known.contains(name)) {
                throw LeptonException.configuration(
                        "Cannot search slices: the rows have no column '%s'.%s They have: %s."
                                .formatted(name, Suggestion.didYouMean(name, known), String.join(", ", known)));
            }
        }
        DataType type = rows.schema().apply(lossColumn).dataType();
        if (!(type instanceof NumericType)) {
            throw LeptonException.configuration(
                    "Cannot search slices: column '%s' (loss) is %s, and numbers are needed. Derive it from label and score first."
                            .formatted(lossColumn, type.simpleString()));
        }
    }

    private static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
