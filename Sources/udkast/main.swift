print("udkast")
