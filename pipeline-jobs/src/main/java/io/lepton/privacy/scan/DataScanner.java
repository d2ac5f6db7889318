package io.lepton.privacy.scan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Profiles every column of a table and measures which small sets of columns single most people out, in one pass over the table and in
 * memory that does not grow with its rows.
 *
 * <p>Which columns the sets are of has to be known before the pass. The table's first thousand rows tell it, judged as the whole is
 * afterwards: columns that others may know, the ones with the most values if they are many. A column whose first rows differ nearly all
 * may turn out to be an identifier in the end; the set of all columns is measured with and without such ones.
 */
public final class DataScanner {
    /** How many columns a set has at most, but for the set of all. */
    public static final int LARGEST_SET = 3;

    private static final int HEAD = 1_000;

    /** Twelve columns have 298 sets of up to three. */
    private static final int MOST_KNOWN = 12;

    /** Sets of all columns with and without three doubtful ones: eight. */
    private static final int MOST_DOUBTFUL = 3;

    private final ColumnJudge judge = new ColumnJudge();

    public DataProfile scan(Dataset<Row> table) {
        List<StructField> fields = List.of(table.schema().fields());
        List<ColumnProfile> head = judge(fields, TableSketch.of(head(table), new int[0], new int[0][]));
        Candidates candidates = candidates(head);
        TableSketch sketch = TableSketch.of(table, candidates.columns(), candidates.sets());
        List<ColumnProfile> columns = judge(fields, sketch);
        List<String> tracked = IntStream.of(candidates.columns())
                .mapToObj(column -> fields.get(column).name())
                .toList();
        List<String> known = columns.stream()
                .filter(column -> column.known() && tracked.contains(column.column()))
                .map(ColumnProfile::column)
                .toList();
        List<Uniqueness> sets = new ArrayList<>(sketch.joint().uniqueness(tracked));
        sets.removeIf(set -> !known.containsAll(set.columns()));
        sets.sort(Comparator.comparingDouble(Uniqueness::singledOut).reversed().thenComparing(set -> set.columns()
                .size()));
        int most = sets.stream().mapToInt(set -> set.columns().size()).max().orElse(0);
        sets.removeIf(set -> set.columns().size() > LARGEST_SET && set.columns().size() < most);
        return new DataProfile(columns, known, sets);
    }

    /** From the first parts of the table alone. */
    private static Dataset<Row> head(Dataset<Row> table) {
        return table.sparkSession().createDataFrame(table.takeAsList(HEAD), table.schema());
    }

    private List<ColumnProfile> judge(List<StructField> fields, TableSketch sketch) {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> judge.judge(fields.get(i), sketch.columns().get(i)))
                .toList();
    }

    /** @param sets each as places among the columns */
    private record Candidates(int[] columns, int[][] sets) {}

    private static Candidates candidates(List<ColumnProfile> head) {
        int[] columns = IntStream.range(0, head.size())
                .filter(i -> head.get(i).known() || doubtful(head.get(i)))
                .boxed()
                // Doubtful ones last: they are known only if the whole table says so.
                .sorted(Comparator.<Integer, Boolean>comparing(i -> doubtful(head.get(i)))
                        .thenComparing(i -> -head.get(i).distinct()))
                .limit(MOST_KNOWN)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        Set<List<Integer>> sets = new LinkedHashSet<>();
        JointSamples.upTo(LARGEST_SET, columns.length)
                .forEach(set -> sets.add(IntStream.of(set).boxed().toList()));
        int[] doubtful = IntStream.range(0, columns.length)
                .filter(i -> doubtful(head.get(columns[i])))
                .limit(MOST_DOUBTFUL)
                .toArray();
        for (int without = 0; without < 1 << doubtful.length; without++) {
            sets.add(all(columns.length, doubtful, without));
        }
        sets.remove(List.<Integer>of());
        return new Candidates(
                columns,
                sets.stream()
                        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new));
    }

    private static List<Integer> all(int columns, int[] doubtful, int without) {
        List<Integer> set = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
        for (int i = 0; i < doubtful.length; i++) {
            if ((without >> i & 1) == 1) {
                set.remove(Integer.valueOf(doubtful[i]));
            }
        }
        return set;
    }

    /** Judged by the number of values alone, which more rows may change. */
    private static boolean doubtful(ColumnProfile column) {
        return column.evidence().startsWith("Nearly every row")
                || column.evidence().startsWith("Few people share");
    }
}
