// Checks an exported journal with code nobody here wrote: Go's checksum database (golang.org/x/mod/sumdb, in Debian).
//
//	outside FOLDER VKEY-FILE [OLDER-CHECKPOINT-FILE]
//
// The tree is built anew from every entry and must have the signed root; then every tile must hold the hashes of that
// tree. tlog.TileHashReader is not used: before x/mod 0.40 it let some tiles through unchecked (CVE-2026-56865).
// tlog.ParseTree is not used: it wants Go's own origin line. Exit code 1: something is wrong, and it was printed.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height, width = 8, 256

var bad bool

func report(format string, values ...any) {
	fmt.Printf(format+"\n", values...)
	bad = true
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// head opens the signed note and reads the tree it states: origin, size, root.
func head(path string, key note.Verifier) tlog.Tree {
	text, err := os.ReadFile(path)
	must(err)
	opened, err := note.Open(text, note.VerifierList(key))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != key.Name() {
		must(fmt.Errorf("%s：不是%s的检查点", path, key.Name()))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: root}
}

// file is where a tile lies: Go's path has the height as an element, C2SP's has not, and calls the data "entries".
func file(folder string, tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
	return filepath.Join(folder, strings.Replace(path, "tile/data/", "tile/entries/", 1))
}

// row lists the tiles of one level, which holds `count` hashes or entries in all; the last may be narrower.
func row(level int, count int64) (tiles []tlog.Tile) {
	for n := int64(0); n*width < count; n++ {
		tiles = append(tiles, tlog.Tile{H: height, L: level, N: n, W: width})
	}
	if count%width != 0 {
		tiles[len(tiles)-1].W = int(count % width)
	}
	return tiles
}

// entries are the records of one bundle, each after its length in two bytes.
func entries(folder string, tile tlog.Tile) [][]byte {
	data, err := os.ReadFile(file(folder, tile))
	must(err)
	var found [][]byte
	for len(data) >= 2 && len(data)-2 >= int(binary.BigEndian.Uint16(data)) {
		end := 2 + int(binary.BigEndian.Uint16(data))
		found, data = append(found, data[2:end]), data[end:]
	}
	if len(data) != 0 || len(found) != tile.W {
		must(fmt.Errorf("%s：读出%d条，应有%d条", file(folder, tile), len(found), tile.W))
	}
	return found
}

func main() {
	if len(os.Args) < 3 {
		must(fmt.Errorf("用法：outside 文件夹 公钥文件 [更早的检查点文件]"))
	}
	folder := os.Args[1]
	text, err := os.ReadFile(os.Args[2])
	must(err)
	key, err := note.NewVerifier(strings.TrimSpace(string(text)))
	must(err)
	tree := head(filepath.Join(folder, "checkpoint"), key)

	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for _, tile := range row(-1, tree.N) {
		for at, entry := range entries(folder, tile) {
			hashes, err := tlog.StoredHashes(tile.N*width+int64(at), entry, reader)
			must(err)
			stored = append(stored, hashes...)
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	if tree.N > 0 && root != tree.Hash {
		report("由全部条目算出的根与签过名的根不同")
	}
	var tiles []tlog.Tile
	for level := 0; tree.N>>(height*level) > 0; level++ {
		tiles = append(tiles, row(level, tree.N>>(height*level))...)
	}
	for _, tile := range tiles {
		want, err := tlog.ReadTileData(tile, reader)
		must(err)
		have, err := os.ReadFile(file(folder, tile))
		must(err)
		for at := 0; at < len(want) || at < len(have); at += tlog.HashSize {
			if end := at + tlog.HashSize; end > len(want) || end > len(have) || string(want[at:end]) != string(have[at:end]) {
				span := int64(1) << (height * tile.L)
				first := (tile.N*width + int64(at/tlog.HashSize)) * span
				report("序号%d到%d：条目与 %s 里的散列不符", first, first+span-1, file("", tile))
			}
		}
	}
	for n := int64(0); n < tree.N; n += width {
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		must(err)
		if tlog.CheckRecord(proof, tree.N, tree.Hash, n, stored[tlog.StoredHashIndex(0, n)]) != nil {
			report("序号%d：不能证明它在签过名的树里", n)
		}
	}
	if len(os.Args) > 3 {
		older := head(os.Args[3], key)
		proof, err := tlog.ProveTree(tree.N, older.N, reader)
		must(err)
		if tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash) != nil {
			report("不是由更早的检查点（%d条）长出来的", older.N)
		}
	}
	if bad {
		os.Exit(1)
	}
	fmt.Printf("%d条，全部核对无误\n", tree.N)
}
