/** The pipeline file: records that mirror its keys (camel case here, kebab case there), parsing, validation and its JSON Schema. */
package io.lepton.config;
