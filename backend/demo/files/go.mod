module courier

go 1.21
