// Prints what Go's own type checker finds declared twice in each package below some folders: one
// line with folder and name each. Imports are not followed, so that nothing has to be downloaded.
package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

type none struct{}

func (none) Import(string) (*types.Package, error) { return nil, errors.New("not followed") }

var twice = regexp.MustCompile(`^(?:method )?(\S+) (?:redeclared in this block|already declared at|already declared through import)`)

// Of an import that is not followed the checker guesses the name from the end of its path: `v3` of
// `raft/v3`, which no package is called.
var version = regexp.MustCompile(`^v[0-9]+$`)

func check(folder string, names []string) {
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if file, err := parser.ParseFile(set, filepath.Join(folder, name), nil, parser.SkipObjectResolution); err == nil {
			files = append(files, file)
		}
	}
	config := types.Config{Importer: none{}, FakeImportC: true, IgnoreFuncBodies: true, Error: func(err error) {
		var found types.Error
		if errors.As(err, &found) {
			if match := twice.FindStringSubmatch(found.Msg); match != nil && !version.MatchString(match[1]) {
				fmt.Printf("%s\tname\t%s\n", folder, match[1])
			}
		}
	}}
	if len(files) > 0 {
		config.Check(folder, set, files, nil)
	}
}

func main() {
	context := build.Default
	context.GOOS, context.GOARCH, context.CgoEnabled = "linux", "amd64", true
	for _, root := range os.Args[1:] {
		filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.IsDir() {
				return nil
			}
			found, err := context.ImportDir(path, 0)
			var several *build.MultiplePackageError
			if errors.As(err, &several) {
				fmt.Printf("%s\tpackages\t%s\n", path, several.Packages[1])
				return nil
			}
			if found != nil {
				check(path, append(append(found.GoFiles, found.CgoFiles...), found.TestGoFiles...))
				check(path, found.XTestGoFiles)
			}
			return nil
		})
	}
}
