// Renders a chart as Helm does: Go's templates, Sprig, and the six functions that Helm adds. No package of Helm can be had here.
// Usage: go run render.go CHART RELEASE NAMESPACE < values.json. Exit code 1 and the template's own message where it says `fail`.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/ghodss/yaml"
)

type values = map[string]interface{}

func main() {
	text, err := render(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Print(text)
}

func render(chart, release, namespace string) (string, error) {
	given := values{}
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		return "", err
	}
	about, defaults := values{}, values{}
	if err := read(filepath.Join(chart, "Chart.yaml"), &about); err != nil {
		return "", err
	}
	if err := read(filepath.Join(chart, "values.yaml"), &defaults); err != nil {
		return "", err
	}
	data := values{
		"Values":       merge(defaults, given),
		"Chart":        values{"Name": about["name"], "Version": about["version"], "AppVersion": about["appVersion"]},
		"Release":      values{"Name": release, "Namespace": namespace, "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1},
		"Capabilities": values{"KubeVersion": values{"Version": "v1.31.0", "Major": "1", "Minor": "31"}},
	}
	return execute(chart, data)
}

func execute(chart string, data values) (string, error) {
	root := template.New("chart").Option("missingkey=zero")
	root.Funcs(functions(root))
	files, _ := filepath.Glob(filepath.Join(chart, "templates", "*"))
	sort.Strings(files)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if _, err := root.New(filepath.Base(file)).Parse(string(source)); err != nil {
			return "", err
		}
	}
	var all strings.Builder
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasPrefix(name, "_") {
			continue
		}
		var out bytes.Buffer
		if err := root.ExecuteTemplate(&out, name, data); err != nil {
			return "", err
		}
		// Shown to a person, not to Kubernetes.
		if name == "NOTES.txt" {
			continue
		}
		// Helm prints a place that had no value as nothing.
		fmt.Fprintf(&all, "---\n# Source: %s\n%s\n", name, strings.ReplaceAll(out.String(), "<no value>", ""))
	}
	return all.String(), nil
}

func functions(root *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	all["toYaml"] = func(value interface{}) string {
		text, err := yaml.Marshal(value)
		if err != nil {
			return ""
		}
		return strings.TrimSuffix(string(text), "\n")
	}
	all["include"] = func(name string, data interface{}) (string, error) {
		var out strings.Builder
		err := root.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	all["tpl"] = func(text string, data interface{}) (string, error) {
		one, err := template.Must(root.Clone()).New("tpl").Parse(text)
		if err != nil {
			return "", err
		}
		var out strings.Builder
		err = one.Execute(&out, data)
		return out.String(), err
	}
	all["fail"] = func(message string) (string, error) { return "", fmt.Errorf("%s", message) }
	all["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	return all
}

func read(path string, into *values) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return yaml.Unmarshal(text, into)
}

// As Helm: objects are merged, null removes, anything else replaces.
func merge(under, over values) values {
	for name, value := range over {
		below, isObject := under[name].(values)
		above, isToo := value.(values)
		switch {
		case isObject && isToo:
			under[name] = merge(below, above)
		case value == nil:
			delete(under, name)
		default:
			under[name] = value
		}
	}
	return under
}
