package io.lepton.jobs.check;

import io.lepton.config.PipelineFile;
import io.lepton.config.yaml.Problem;
import io.lepton.error.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the expectations of a pipeline file are SQL, and read columns and call functions that exist. */
final class ConditionCheck {
    private final PipelineFile file;
    private final Optional<List<String>> columns;
    private final List<Problem> problems = new ArrayList<>();

    /** @param columns of the source, if they are known */
    ConditionCheck(PipelineFile file, Optional<List<String>> columns) {
        this.file = file;
        this.columns = columns;
    }

    List<Problem> problems() {
        for (int i = 0; i < file.pipeline().ingest().expectations().size(); i++) {
            String sql = file.pipeline().ingest().expectations().get(i).check();
            String at = "ingest.expectations[" + i + "].check";
            if (!sql.isEmpty()) {
                check(at, sql);
            }
        }
        return List.copyOf(problems);
    }

    private void check(String at, String sql) {
        SqlCondition condition = SqlCondition.parse(sql);
        condition
                .fault()
                .ifPresent(fault -> add(
                        at,
                        file.places().shown(at, sql) + " is no SQL condition"
                                + (file.places().isHidden(at)
                                        ? ""
                                        : ": " + fault.text() + " at character " + fault.character() + "."
                                                + fault.suggestion())));
        columns.ifPresent(known -> columns(at, sql, condition.columns(), known));
        List<String> functions = condition.functions().isEmpty() ? List.of() : functions();
        for (SqlCondition.Name function : condition.functions()) {
            if (!functions.contains(function.text().toLowerCase(Locale.ROOT))) {
                name(at, "there is no function ", function, Suggestion.didYouMean(function.text(), functions));
            }
        }
    }

    private void columns(String at, String sql, List<SqlCondition.Name> named, List<String> known) {
        List<SqlCondition.Name> unknown = named.stream()
                .filter(name -> known.stream().noneMatch(name.text()::equalsIgnoreCase))
                .toList();
        Optional<String> bare = known.stream()
                .filter(column -> !column.matches("\\w+"))
                .filter(column -> appearsBare(column, sql))
                .filter(column -> unknown.stream().anyMatch(name -> partOf(name.text(), column)))
                .findFirst();
        bare.ifPresent(column -> add(at, "the column '" + column + "' needs backticks: `" + column + "`"));
        for (SqlCondition.Name name : unknown) {
            if (bare.filter(column -> partOf(name.text(), column)).isEmpty()) {
                String hint = Suggestion.didYouMean(name.text(), known);
                name(
                        at,
                        "the data has no column ",
                        name,
                        hint.isEmpty() ? " It has: " + String.join(", ", known) : hint);
            }
        }
    }

    private static boolean appearsBare(String column, String sql) {
        String text = sql.toLowerCase(Locale.ROOT);
        String bare = text.replace("`" + column.toLowerCase(Locale.ROOT) + "`", "");
        return bare.contains(column.toLowerCase(Locale.ROOT));
    }

    private static boolean partOf(String name, String column) {
        return List.of(column.toLowerCase(Locale.ROOT).split("\\W+")).contains(name.toLowerCase(Locale.ROOT));
    }

    private void name(String at, String what, SqlCondition.Name name, String hint) {
        String shown = file.places().isHidden(at) ? "of that name" : "'" + name.text() + "'";
        add(at, what + shown + " (character " + name.character() + ")." + hint);
    }

    private void add(String at, String text) {
        problems.add(file.problem(at, text));
    }

    /** The functions of Spark SQL; a test compares the list with Spark's. */
    private static List<String> functions() {
        try (InputStream in = ConditionCheck.class.getResourceAsStream("sql-functions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the list of SQL functions", e);
        }
    }
}
