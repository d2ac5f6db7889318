package io.lepton.jobs.check;

import io.lepton.config.PipelineFile;
import io.lepton.config.yaml.Problem;
import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.tree.ParseTree;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.SingleDataTypeContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.TypeContext;

/** Whether the declared types of a pipeline file are types of Spark SQL. */
final class TypeCheck {
    private static final List<String> COMMON = List.of(
            "string",
            "int",
            "bigint",
            "double",
            "float",
            "boolean",
            "date",
            "timestamp",
            "smallint",
            "tinyint",
            "decimal",
            "binary",
            "array",
            "map",
            "struct");

    private final PipelineFile file;

    TypeCheck(PipelineFile file) {
        this.file = file;
    }

    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, String> column :
                file.pipeline().ingest().columns().entrySet()) {
            String at = "ingest.columns." + column.getKey();
            // Most are, and need no parser.
            if (!COMMON.subList(0, 10).contains(column.getValue())) {
                unknown(column.getValue())
                        .ifPresent(word -> problems.add(file.problem(
                                at,
                                file.places().shown(at, column.getValue())
                                        + " is no type. Use string, int, bigint, double, "
                                        + "boolean, date, timestamp or another of Spark SQL's."
                                        + Suggestion.didYouMean(word, COMMON))));
            }
        }
        return List.copyOf(problems);
    }

    /** The word that is no type, or the whole text if it cannot be parsed; empty if all is well. */
    private static Optional<String> unknown(String type) {
        SqlGrammar.Parsed<SingleDataTypeContext> parsed = SqlGrammar.parse(type, SqlBaseParser::singleDataType);
        return parsed.fault().isPresent() ? Optional.of(type) : unknown(parsed.tree());
    }

    private static Optional<String> unknown(ParseTree node) {
        if (node instanceof TypeContext type && type.unsupportedType != null) {
            return Optional.of(type.unsupportedType.getText());
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            Optional<String> unknown = unknown(node.getChild(i));
            if (unknown.isPresent()) {
                return unknown;
            }
        }
        return Optional.empty();
    }
}
