package io.lepton.cli.generate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * The real records that invented ones are put together from, by what a record keeps of its own: sex, education, marital status and income.
 *
 * @param values of every record, as Spark holds them within rows
 * @param strataOfRecord for every record, the records that are alike in what is kept
 */
record CensusRows(Object[][] values, int[][] strataOfRecord) implements Serializable {
    static final List<String> KEPT = List.of("sex", "education", "marital-status", "income-per-year");

    static CensusRows of(List<Row> rows, List<String> columns) {
        Object[][] values = new Object[rows.size()][];
        Map<List<Object>, List<Integer>> strata = new LinkedHashMap<>();
        List<List<Integer>> stratumOf = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Row row = rows.get(i);
            values[i] = new Object[columns.size()];
            for (int column = 0; column < values[i].length; column++) {
                Object value = row.get(column);
                values[i][column] = value instanceof String text
                        ? org.apache.spark.unsafe.types.UTF8String.fromString(text)
                        : value;
            }
            List<Object> kept =
                    KEPT.stream().map(name -> row.get(columns.indexOf(name))).toList();
            List<Integer> stratum = strata.computeIfAbsent(kept, key -> new ArrayList<>());
            stratum.add(i);
            stratumOf.add(stratum);
        }
        Map<List<Integer>, int[]> arrays = new java.util.IdentityHashMap<>();
        int[][] strataOfRecord = stratumOf.stream()
                .map(stratum -> arrays.computeIfAbsent(
                        stratum,
                        members -> members.stream().mapToInt(Integer::intValue).toArray()))
                .toArray(int[][]::new);
        return new CensusRows(values, strataOfRecord);
    }
}
